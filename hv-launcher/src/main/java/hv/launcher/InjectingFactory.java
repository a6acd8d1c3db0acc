package hv.launcher;

import com.google.inject.Injector;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Makes commands with Guice; collections and the like are left to picocli. */
record InjectingFactory(Injector injector) implements IFactory {
    @Override public <K> K create(Class<K> type) throws Exception {
        boolean ours = type.getModule() == InjectingFactory.class.getModule();
        return ours ? injector.getInstance(type) : CommandLine.defaultFactory().create(type);
    }
}
