package io.github.aligner4j.springai;

/** What happens to text that the upstream model says together with tool calls ("let me check"). Tool calls never change. */
public enum ToolTurnText {
    /** It is corrected like any answer; streams show the correction and the model's history keeps it. The default. */
    ALIGN,
    /**
     * Nobody sees it, streams included; the model's own history keeps it as it was while a tool loop is running. Costs no
     * correction.
     */
    HIDE,
    /** It passes as it is, and streams show it <b>uncorrected</b>. */
    PASS
}
