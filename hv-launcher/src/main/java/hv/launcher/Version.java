package hv.launcher;

import java.lang.module.ModuleDescriptor;
import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The text of {@code hv --version}. */
final class Version implements IVersionProvider {
    @Override public String[] getVersion() {
        var version = Optional.ofNullable(Version.class.getModule().getDescriptor()).flatMap(ModuleDescriptor::rawVersion);
        return new String[] {"hv " + version.orElse("(development)") + ", Java " + Runtime.version()};
    }
}
