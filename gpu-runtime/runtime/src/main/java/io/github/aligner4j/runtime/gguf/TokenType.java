// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.gguf;

/** The types of tokens, under the numbers of the format. */
enum TokenType {
    NORMAL(1),
    CONTROL(3),
    USER_DEFINED(4),
    UNUSED(5),
    BYTE(6);

    private final int number;

    TokenType(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
