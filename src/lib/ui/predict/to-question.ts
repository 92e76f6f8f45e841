/** To the first thing that can be done about what is asked, or was. */
export function toQuestion(): void {
	document.querySelector<HTMLElement>('[data-predict] :is(button, input)')?.focus();
}
