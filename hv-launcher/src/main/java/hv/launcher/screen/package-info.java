/** What the user sees: the story, the trace, the summary, and the guest's output between them. */
package hv.launcher.screen;
