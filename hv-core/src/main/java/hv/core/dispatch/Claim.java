package hv.core.dispatch;

import hv.api.ExitHandler;
import hv.api.Intercept;
import hv.api.Stage;

/**
 * A handler's wish for some exits.
 *
 * @param plugin id of the plugin that the handler belongs to
 * @param origin jar or module of the plugin
 */
public record Claim(ExitHandler handler, String plugin, String origin, Stage stage, Intercept what) {
}
