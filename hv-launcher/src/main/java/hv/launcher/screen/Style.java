package hv.launcher.screen;

/** Colours on a terminal; nothing elsewhere. */
enum Style {
    HEADING("1"), FAINT("2"), GOOD("32"), BAD("31"), GUEST("36"), STRONG("1");

    private final String code;

    Style(String code) { this.code = code; }

    String on(Terminal terminal, String text) { return terminal.colours() ? "\033[" + code + "m" + text + "\033[0m" : text; }
}
