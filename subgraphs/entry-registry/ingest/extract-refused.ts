/** The file is not what it should be: it is put aside. Whatever else goes wrong is not the file's fault, and it stays. */
export class ExtractRefused extends Error {
  override name = 'ExtractRefused'
}
