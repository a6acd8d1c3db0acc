package mine;

public final class NoPlugin {}
