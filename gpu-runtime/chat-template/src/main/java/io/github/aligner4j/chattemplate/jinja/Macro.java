// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.chattemplate.jinja;

import io.github.aligner4j.chattemplate.jinja.Values.Undefined;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A macro.
 *
 * @param signature its declaration
 * @param scope the scope in which it is declared
 */
record Macro(Signature signature, Scope scope) implements Callable {

    static final String CALLER = "caller";

    /**
     * The declaration of a macro.
     *
     * @param name its name
     * @param parameters names of its parameters
     * @param defaults values of parameters that a call leaves out
     * @param body its statements
     */
    record Signature(String name, List<String> parameters, Map<String, Expression> defaults, Block body) {}

    @Override
    public String type() {
        return "macro";
    }

    @Override
    public Value call(Arguments arguments, Scope from) {
        Scope inner = scope.capturing();
        bind(arguments, inner);
        from.budget().enterCall();
        signature.body().execute(inner);
        from.budget().leaveCall();
        return inner.written();
    }

    private void bind(Arguments arguments, Scope inner) {
        List<String> parameters = signature.parameters();
        if (arguments.positional().size() > parameters.size()) {
            throw new JinjaException("macro '" + signature.name() + "' takes " + parameters.size()
                    + " arguments, but got " + arguments.positional().size());
        }
        for (String name : arguments.named().keySet()) {
            if (!parameters.contains(name) && !name.equals(CALLER)) {
                throw new JinjaException("macro '" + signature.name() + "' has no argument '" + name + "'");
            }
        }
        Value caller = arguments.named().get(CALLER);
        inner.set(CALLER, caller == null ? new Undefined("'" + CALLER + "'") : caller);
        for (int i = 0; i < parameters.size(); i++) {
            inner.set(parameters.get(i), argument(i, arguments, inner));
        }
    }

    private Value argument(int index, Arguments arguments, Scope inner) {
        String name = signature.parameters().get(index);
        Value given = arguments.get(index, name);
        if (given != null) {
            return given;
        }
        @Nullable Expression absent = signature.defaults().get(name);
        return absent == null ? new Undefined("argument '" + name + "'") : absent.evaluate(inner);
    }
}
