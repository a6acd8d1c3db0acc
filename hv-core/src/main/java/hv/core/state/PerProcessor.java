package hv.core.state;

import hv.api.Vcpu;
import hv.api.machine.PerVcpu;
import hv.api.machine.State;
import hv.api.machine.StateFields;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A value for each virtual processor of a machine, by its index; together they are one state. */
public record PerProcessor<T extends State>(List<T> values) implements PerVcpu<T>, State {
    public static <T extends State> PerProcessor<T> of(int processors, Supplier<T> initial) {
        return new PerProcessor<>(Stream.generate(initial).limit(processors).toList());
    }

    @Override public T of(Vcpu vcpu) { return values.get(vcpu.index()); }

    @Override public void fields(StateFields fields) {
        for (int i = 0; i < values.size(); i++) fields.part("processor" + i, values.get(i));
    }

    @Override public void restored() { values.forEach(State::restored); }
}
