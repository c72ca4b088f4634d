import { type Client, createClients } from '../gateway/identity/clients.ts'

/** The register of clients of a local run: at least one of each class, and those that are refused. */
export const localClientList: readonly Client[] = [
  { login: 'id-porten', id: 'helsegraf-web', name: 'Innbyggerens sider', view: 'web', status: 'approved' },
  { login: 'id-porten', id: 'helsegraf-app', name: 'Innbyggerens app', view: 'app', status: 'approved' },
  { login: 'id-porten', id: 'helsegraf-cli', name: 'Kommandolinjen', view: 'web', status: 'approved' },
  { login: 'id-porten', id: 'helsenorge-web', name: 'Helsenorge', view: 'web', status: 'approved' },
  { login: 'id-porten', id: 'helsenorge-app', name: 'Helsenorge-appen', view: 'app', status: 'approved' },
  { login: 'id-porten', id: 'min-helsedagbok', name: 'Min helsedagbok', view: 'vendor', status: 'approved' },
  { login: 'id-porten', id: 'raskere-frisk', name: 'Raskere frisk', view: 'vendor', status: 'pending' },
  { login: 'id-porten', id: 'pusteboka', name: 'Pusteboka', view: 'vendor', status: 'withdrawn' },
  {
    login: 'helse-id',
    id: 'sporingsverktoyet',
    name: 'Sporingsverktøyet',
    view: 'health-personnel',
    status: 'approved',
  },
  { login: 'helse-id', id: 'smittelista', name: 'Smittelista', view: 'health-personnel', status: 'approved' },
  { login: 'helse-id', id: 'pasientjournalen', name: 'Pasientjournalen', view: 'health-personnel', status: 'approved' },
  {
    login: 'helse-id',
    id: 'legevaktjournalen',
    name: 'Legevaktjournalen',
    view: 'health-personnel',
    status: 'approved',
  },
  { login: 'helse-id', id: 'kontrollsenteret', name: 'Kontrollsenteret', view: 'health-personnel', status: 'approved' },
  { login: 'helse-id', id: 'tilsynsverktoyet', name: 'Tilsynsverktøyet', view: 'health-personnel', status: 'approved' },
  { login: 'helse-id', id: 'innreiseportalen', name: 'Innreiseportalen', view: 'health-personnel', status: 'approved' },
  {
    login: 'helse-id',
    id: 'tjenesteoversikten',
    name: 'Tjenesteoversikten',
    view: 'health-personnel',
    status: 'approved',
  },
  { login: 'helse-id', id: 'helsegraf-admin', name: 'Helsegraf administrasjon', view: 'admin', status: 'approved' },
  {
    login: 'helse-id',
    id: 'halvferdig-journal',
    name: 'Halvferdig journal',
    view: 'health-personnel',
    status: 'pending',
  },
  { login: 'maskinporten', id: 'hdir-kpr', name: 'Helsedirektoratet, KPR', view: 'admin', status: 'approved' },
  { login: 'maskinporten', id: 'fhi-sysvak', name: 'FHI, SYSVAK', view: 'admin', status: 'approved' },
  {
    login: 'maskinporten',
    id: 'sporingsverktoyet-maskin',
    name: 'Sporingsverktøyet, maskin',
    view: 'health-personnel',
    status: 'approved',
  },
]

export const localClients = createClients(localClientList)
