package hv.core.dispatch;

import hv.api.ExitHandler;
import hv.api.Intercept;
import hv.api.Stage;

/**
 * A handler's wish for some exits.
 *
 * @param plugin id of the plugin that the handler belongs to
 */
public record Claim(ExitHandler handler, String plugin, Stage stage, Intercept what) {
}
