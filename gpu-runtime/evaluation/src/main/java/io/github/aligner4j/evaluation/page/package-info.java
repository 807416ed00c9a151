/**
 * Reports of tables and differences, as text for a terminal and as a page that needs no network. Begin with {@link
 * io.github.aligner4j.evaluation.page.ReportPage}.
 */
@NullMarked
package io.github.aligner4j.evaluation.page;

import org.jspecify.annotations.NullMarked;
