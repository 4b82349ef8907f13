/** Whether standard output has its document already: there is one, and an error that comes after it is told to people only. */
let given = false;

export const documentGiven = (): void => {
  given = true;
};

export const hasDocument = (): boolean => given;
