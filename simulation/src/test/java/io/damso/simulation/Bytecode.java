package io.damso.simulation;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.function.Consumer;

/** Changes of a method of a compiled class. Each fails where there is nothing to change. */
final class Bytecode {

    private Bytecode() {}

    /** A change of a class. */
    @FunctionalInterface
    interface Change {
        byte[] of(byte[] compiled);
    }

    private static byte[] transform(byte[] compiled, ClassTransform transform) {
        ClassFile files = ClassFile.of();
        return files.transformClass(files.parse(compiled), transform);
    }

    /** The method does something else. */
    static Change body(String method, Consumer<CodeBuilder> code) {
        return compiled -> {
            int[] changed = {0};
            byte[] result = transform(
                    compiled,
                    ClassTransform.transformingMethods(
                            each -> each.methodName().equalsString(method), (builder, element) -> {
                                if (element instanceof CodeModel) {
                                    changed[0]++;
                                    builder.withCode(code);
                                } else {
                                    builder.with(element);
                                }
                            }));
            return required(method, changed[0], result);
        };
    }

    /** The method does something first. */
    static Change first(String method, Consumer<CodeBuilder> code) {
        return compiled -> {
            int[] changed = {0};
            CodeTransform transform = new CodeTransform() {
                @Override
                public void atStart(CodeBuilder builder) {
                    changed[0]++;
                    code.accept(builder);
                }

                @Override
                public void accept(CodeBuilder builder, CodeElement element) {
                    builder.with(element);
                }
            };
            byte[] result = bodies(compiled, method, transform);
            return required(method, changed[0], result);
        };
    }

    /** Where the method calls another one, it does something else; the receiver and the arguments are on the stack. */
    static Change call(String method, String called, Calls code) {
        return compiled -> {
            int[] changed = {0};
            byte[] result = bodies(compiled, method, (builder, element) -> {
                if (element instanceof InvokeInstruction call && call.name().equalsString(called)) {
                    changed[0]++;
                    code.instead(builder, call);
                } else {
                    builder.with(element);
                }
            });
            return required(method, changed[0], result);
        };
    }

    /** Code in place of a call. */
    @FunctionalInterface
    interface Calls {
        void instead(CodeBuilder builder, InvokeInstruction call);
    }

    private static byte[] bodies(byte[] compiled, String method, CodeTransform transform) {
        return transform(
                compiled,
                ClassTransform.transformingMethodBodies(
                        each -> each.methodName().equalsString(method), transform));
    }

    private static byte[] required(String method, int changed, byte[] result) {
        if (changed == 0) {
            throw new AssertionError("Nothing to change in " + method);
        }
        return result;
    }

    /** Calls another method of the same class and the same form instead. */
    static Calls instead(String other) {
        return (builder, call) ->
                builder.invoke(call.opcode(), call.owner().asSymbol(), other, call.typeSymbol(), call.isInterface());
    }

    /** Removes receiver and arguments from the stack. */
    static void pop(CodeBuilder builder, InvokeInstruction call) {
        MethodTypeDesc type = call.typeSymbol();
        for (int i = type.parameterCount() - 1; i >= 0; i--) {
            if (TypeKind.from(type.parameterType(i)).slotSize() == 2) {
                builder.pop2();
            } else {
                builder.pop();
            }
        }
        builder.pop();
    }

    static ClassDesc type(String name) {
        return ClassDesc.of(name);
    }
}
