import { X } from 'lucide-react'
import { useRef, useState } from 'react'
import { Form } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { formatAddress, parseAddress } from '../../../shared/address'
import { AppError } from '../../../shared/failure'
import type { PartnerStatus } from '../../../shared/partner'
import gate from '../../gate/gate.module.css'
import { Alert, Problem } from '../../gate/Problem'
import { useAction } from '../../gate/use-action'
import type { TwofoldApi } from '../../lib/api'
import { Button } from '../../ui/Button'
import { IconButton } from '../../ui/IconButton'
import { TextField } from '../../ui/TextField'
import styles from './Settings.module.css'

/** Room for what comes along when an address is pasted: cut off, it could be read as another. */
const maxTyped = 4096
/** As many as the contract takes. */
const maxAddresses = 8

export interface PartnerAddressesProps {
  api: TwofoldApi
  status: PartnerStatus
  name: string
}

/** Where the partner's device is looked for, to be added to and taken from, and where it finds this one. */
export function PartnerAddresses({ api, status, name }: PartnerAddressesProps) {
  const { t } = useTranslation('settings', { keyPrefix: 'partner' })
  const { own, partner: addresses, portTaken } = status.addresses
  const { error, run } = useAction()
  const whole = useRef<HTMLDivElement>(null)
  const reach = (next: string[]) => api.partner.reach({ addresses: next, connect: status.link.state !== 'paused' })
  const remove = async (address: string) => {
    await reach(addresses.filter((other) => other !== address))
    // The button goes with its address.
    whole.current?.querySelector('input')?.focus()
  }
  return (
    <>
      <div ref={whole} className={styles.field}>
        <h3 className={styles.label}>{t('theirs', { name })}</h3>
        {addresses.length > 0 ? (
          <ul className={styles.addresses}>
            {addresses.map((address) => (
              <li key={address} className={styles.address}>
                <span>{address}</span>
                <IconButton
                  icon={X}
                  label={t('removeAddress', { address })}
                  onPress={() => run(() => remove(address))}
                />
              </li>
            ))}
          </ul>
        ) : (
          <p className={gate.note}>{t('noTheirs', { name })}</p>
        )}
        <Problem error={error} />
        {addresses.length < maxAddresses ? (
          <AddAddress known={addresses} onAdd={(address) => reach([...addresses, address])} />
        ) : null}
        <p className={gate.note}>{t('theirsHelp', { name })}</p>
      </div>
      <div className={styles.field}>
        <h3 className={styles.label}>{t('own')}</h3>
        {own.length > 0 ? (
          <ul className={styles.addresses}>
            {own.map((address) => (
              <li key={address}>{address}</li>
            ))}
          </ul>
        ) : (
          <p className={gate.note}>{t(whyNowhere(status), { name, port: portTaken })}</p>
        )}
      </div>
    </>
  )
}

function whyNowhere({ link, addresses: { portTaken } }: PartnerStatus) {
  if (portTaken !== null) return portTaken === 0 ? 'portNone' : 'portTaken'
  return link.state === 'paused' ? 'ownPaused' : 'noOwn'
}

function AddAddress({ known, onAdd }: { known: readonly string[]; onAdd(address: string): Promise<void> }) {
  const { t } = useTranslation('settings', { keyPrefix: 'partner' })
  const [typed, setTyped] = useState('')
  const [isMissing, setMissing] = useState(false)
  const { busy, error, run, forget } = useAction()
  const add = async () => {
    setMissing(!typed.trim())
    if (!typed.trim()) return
    const parsed = parseAddress(typed)
    if (!parsed) throw new AppError({ code: 'address-mangled', address: typed.trim() })
    // As it is dialled: what is shown from here on is what was understood.
    const address = formatAddress(parsed)
    if (!known.includes(address)) await onAdd(address)
    setTyped('')
  }
  return (
    <Form
      validationBehavior="aria"
      className={styles.adding ?? ''}
      onSubmit={(event) => {
        event.preventDefault()
        run(add)
      }}
    >
      <TextField
        label={t('addressLabel')}
        placeholder={t('addressExample')}
        value={typed}
        onChange={(value) => {
          setTyped(value)
          setMissing(false)
          forget()
        }}
        maxLength={maxTyped}
        error={isMissing ? <Alert>{t('addressMissing')}</Alert> : error ? <Problem error={error} /> : null}
      />
      <Button type="submit" isPending={busy}>
        {t('addAddress')}
      </Button>
    </Form>
  )
}
