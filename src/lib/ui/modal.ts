/** Opens a dialog over everything else as soon as it is there. */
export function modal(dialog: HTMLDialogElement): void {
	dialog.showModal();
}
