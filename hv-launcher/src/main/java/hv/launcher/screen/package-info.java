/**
 * The output for the user: the story of a run, a trace, a summary, and the guest's output between them. Read {@link hv.launcher.screen.Terminal}
 * first, the streams that all of it goes to; {@link hv.launcher.screen.StoryTeller} and {@link hv.launcher.screen.Tracer} write to them.
 */
package hv.launcher.screen;
