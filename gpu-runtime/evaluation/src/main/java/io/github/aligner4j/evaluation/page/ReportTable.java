// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.page;

import java.util.List;

/**
 * A table of a report. The first columns name a row; the others have numbers.
 *
 * @param title the title
 * @param note an explanation of the numbers
 * @param names the number of columns that name a row
 * @param columns the headings
 * @param rows the rows, each as long as {@code columns}
 */
public record ReportTable(String title, String note, int names, List<String> columns, List<List<String>> rows)
        implements ReportPart {

    /**
     * Copies the lists.
     *
     * @throws IllegalArgumentException if a row has too many or too few cells
     */
    public ReportTable {
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
        for (List<String> row : rows) {
            if (row.size() != columns.size()) {
                throw new IllegalArgumentException("a row of the table '" + title + "' must have " + columns.size()
                        + " cells, but has " + row.size());
            }
        }
    }
}
