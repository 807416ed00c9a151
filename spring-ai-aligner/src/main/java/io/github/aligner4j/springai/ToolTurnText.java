package io.github.aligner4j.springai;

/** What happens to text that the upstream model says together with tool calls ("let me check"). Tool calls never change. */
public enum ToolTurnText {
    /**
     * Nobody sees it while a tool loop is running, streams included; the model's own history keeps it as it was. The
     * default: nothing uncorrected is shown and no time is spent on text of no weight.
     */
    HIDE,
    /** It is corrected like any answer; streams show the correction and the model's history keeps it. */
    ALIGN,
    /** It passes as it is, and streams show it <b>uncorrected</b>. */
    PASS
}
