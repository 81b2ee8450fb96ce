import { z } from 'zod'
import { fromUtf8 } from '../../vault/bytes'

const typed = z.object({ type: z.string() })

/**
 * The message of this JSON, by the schema of its type; fields that no schema names are left out, for a newer version may
 * say more. `unknown` for a type that isn't known here, null for what is no message, or not as its type has it.
 */
export function readGrowing<Schemas extends Record<string, z.ZodType>>(
  schemas: Schemas,
  json: Uint8Array,
): z.infer<Schemas[keyof Schemas]> | 'unknown' | null {
  try {
    const value: unknown = JSON.parse(fromUtf8(json))
    const { type } = typed.parse(value)
    const schema = Object.hasOwn(schemas, type) ? schemas[type] : undefined
    return schema ? (schema.parse(value) as z.infer<Schemas[keyof Schemas]>) : 'unknown'
  } catch {
    return null
  }
}
