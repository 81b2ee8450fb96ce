import type { EventEmitter } from 'node:events'
import type * as Electron from 'electron'
import type { BrowserWindow, MessageChannelMain, powerMonitor } from './electron'
import type * as StandIn from './electron'
import type { preloadModule } from './page'
import type { Session } from './session'
import type { MessagePortMain, UtilityProcess } from './utility-process'

/**
 * The stand-in beside electron.d.ts, for the compiler alone: a thing of the stand-in has no member that Electron's lacks,
 * but for those that are listed here, which a specification uses or which take things of the stand-in; a method takes all that Electron's takes, and gives what
 * Electron's gives. An app that would be refused by Electron's types is so refused by none of its own.
 */
export type Conformity = [
  Like<Unlike<typeof StandIn, typeof Electron, 'told'>>,
  Like<Unlike<typeof StandIn.app, Electron.App, 'becomeReady' | 'utilities'>>,
  Like<Unlike<typeof StandIn.app.commandLine, Electron.CommandLine>>,
  Like<Unlike<typeof powerMonitor, Electron.PowerMonitor, 'shutDown'>>,
  Like<Unlike<typeof StandIn.protocol, typeof Electron.protocol>>,
  Like<Unlike<typeof StandIn.session, typeof Electron.session, 'all'>>,
  Like<Unlike<Session, Electron.Session, 'spellChecker' | 'permissions' | 'zoomFactor' | 'lets' | 'load'>>,
  Like<Unlike<Session['protocol'], Electron.Protocol, 'answer'>>,
  Like<Unlike<Session['webRequest'], Electron.WebRequest>>,
  Like<Unlike<typeof StandIn.ipcMain, Electron.IpcMain, 'handlers' | 'invoke'>>,
  Like<Unlike<ReturnType<typeof preloadModule>, typeof Electron>>,
  Like<Unlike<ReturnType<typeof preloadModule>['ipcRenderer'], Electron.IpcRenderer>>,
  Like<Unlike<ReturnType<typeof preloadModule>['contextBridge'], Electron.ContextBridge>>,
  Like<Unlike<typeof StandIn.shell, Electron.Shell>>,
  Like<Unlike<typeof StandIn.dialog, Electron.Dialog, 'next'>>,
  Like<Unlike<typeof StandIn.crashReporter, Electron.CrashReporter>>,
  Like<Unlike<typeof StandIn.nativeTheme, Electron.NativeTheme, 'systemIsDark'>>,
  Like<Unlike<typeof StandIn.screen, Electron.Screen, 'displays'>>,
  Like<Unlike<StandIn.Menu, Electron.Menu, 'items' | 'all' | 'seen'>>,
  Like<Unlike<StandIn.MessageChannelMain, Electron.MessageChannelMain>>,
  Like<Unlike<MessagePortMain, Electron.MessagePortMain, 'disentangle'>>,
  Like<Unlike<typeof StandIn.utilityProcess, typeof Electron.utilityProcess, 'all' | 'launching'>>,
  Like<Unlike<UtilityProcess, Electron.UtilityProcess, 'launched' | 'postMessage'>>,
  Like<
    Unlike<
      BrowserWindow,
      Electron.BrowserWindow,
      'options' | 'state' | 'focused' | 'destroyed' | 'backgroundColor' | 'endSession'
    >
  >,
  Like<
    Unlike<
      BrowserWindow['webContents'],
      Electron.WebContents,
      'page' | 'windowOpen' | 'load' | 'postMessage' | 'press' | 'crash' | 'destroy'
    >
  >,
]

/** What the stand-in has classes of its own for: each is looked at by itself. */
type Things =
  | Session
  | BrowserWindow
  | BrowserWindow['webContents']
  | MessageChannelMain
  | MessagePortMain
  | UtilityProcess

type Method = (...words: never[]) => unknown

/** Names of the members by which a thing of the stand-in is unlike Electron's. */
type Unlike<Ours, Theirs, Own extends keyof Ours = never> = {
  [Name in Exclude<keyof Ours, Own | keyof EventEmitter>]: Name extends keyof Theirs
    ? IsLike<Ours[Name], Theirs[Name]> extends true
      ? never
      : Name
    : Name
}[Exclude<keyof Ours, Own | keyof EventEmitter>]

type IsLike<Ours, Theirs> = Ours extends Method
  ? Theirs extends (...words: infer Words) => infer Given
    ? Ours extends (...words: Words) => infer Own
      ? IsGiven<Own, Given>
      : false
    : false
  : Ours extends string | number | boolean
    ? Ours extends Theirs
      ? true
      : false
    : true

type IsGiven<Own, Given> = Own extends Things ? true : Own extends Given ? true : false

type Like<Name extends never> = Name
