package hv.core.dispatch;

import hv.api.ExitHandler;
import hv.api.Intercept;
import hv.api.Stage;

/**
 * One handler's intercept, with the facts that decide its place in the chain.
 *
 * @param plugin id of the plugin that the handler belongs to
 */
public record Claim(ExitHandler handler, String plugin, Stage stage, Intercept what) {
}
