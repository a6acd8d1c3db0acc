package hv.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.api.Plugin;
import hv.api.Setting;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

/** The contract of all plugins. */
public interface PluginContract<P extends Plugin> {
    /** A new plugin, as {@link java.util.ServiceLoader} would make it. */
    P plugin();

    /** The service that the plugin provides. */
    Class<? super P> service();

    @Test default void isFoundAsAService() {
        assertTrue(Services.found(service()).stream().anyMatch(p -> p.getClass() == plugin().getClass()),
                plugin().getClass() + " is in no provides clause for " + service().getSimpleName());
    }

    @Test default void hasAnIdInKebabCase() {
        assertTrue(plugin().id().matches("[a-z][a-z0-9]*(-[a-z0-9]+)*"), plugin().id());
    }

    @Test default void hasTheSameIdInEachInstance() {
        assertNotSame(plugin(), plugin());
        assertEquals(plugin().id(), plugin().id());
    }

    @Test default void namesEachSettingOnceAndExplainsIt() {
        var keys = new HashSet<String>();
        for (Setting<?> setting : plugin().settings()) {
            assertTrue(setting.key().matches("[a-z][a-z0-9]*(-[a-z0-9]+)*"), setting.key());
            assertTrue(keys.add(setting.key()), () -> "two settings are named " + setting.key());
            assertTrue(setting.otherwise() != null && !setting.meaning().isBlank(), setting.key());
        }
    }
}
