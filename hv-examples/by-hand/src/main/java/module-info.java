module hv.examples.byhand {
    requires hv.cpu;
}
