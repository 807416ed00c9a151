// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.page;

/** A part of a report. */
public sealed interface ReportPart permits ReportTable, ReportFigure {

    /** Returns the heading; empty if it belongs to the part before it. */
    String title();
}
