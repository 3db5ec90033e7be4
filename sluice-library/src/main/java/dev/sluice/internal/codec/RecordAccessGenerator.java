package dev.sluice.internal.codec;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicConstantDesc;
import java.lang.constant.MethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

/**
 * Generates a {@link RecordAccess} for one record class: a hidden class in this package, straight-line code for
 * each component.
 *
 * <p>The record may live in a loader and a package that this module cannot name. So the generated class does not
 * name it: accessors and constructor are method handles over {@code Object}, given as class data. The compiler
 * treats these as constants and inlines through them. The hidden class is strongly reachable only from its {@link
 * RecordShape}, which belongs to the record class; both go together.
 */
final class RecordAccessGenerator {
    private static final ClassDesc ACCESS = RecordAccess.class.describeConstable().orElseThrow();
    private static final ClassDesc ENCODER = Encoder.class.describeConstable().orElseThrow();
    private static final ClassDesc DECODER = Decoder.class.describeConstable().orElseThrow();
    private static final ClassDesc BUFFER = EncodeBuffer.class.describeConstable().orElseThrow();
    private static final ClassDesc HANDLE = ConstantDescs.CD_MethodHandle;
    private static final ClassDesc OBJECT = ConstantDescs.CD_Object;
    private static final DirectMethodHandleDesc CLASS_DATA_AT = MethodHandleDesc.ofMethod(
            DirectMethodHandleDesc.Kind.STATIC,
            MethodHandles.class.describeConstable().orElseThrow(),
            "classDataAt",
            MethodTypeDesc.of(
                    OBJECT,
                    MethodHandles.Lookup.class.describeConstable().orElseThrow(),
                    ConstantDescs.CD_String,
                    ConstantDescs.CD_Class,
                    ConstantDescs.CD_int));

    /** A method handle takes at most 255 words of arguments, itself and a wide result included. */
    private static final int MAX_CONSTRUCTOR_WORDS = 250;

    private RecordAccessGenerator() {}

    /** Whether a class can be generated for a constructor with these parameters. */
    static boolean canGenerate(Class<?>[] types) {
        int words = 0;
        for (Class<?> type : types) {
            words += type == long.class || type == double.class ? 2 : 1;
        }
        return words <= MAX_CONSTRUCTOR_WORDS;
    }

    /** Accessors and constructor must be {@linkplain java.lang.reflect.AccessibleObject#setAccessible accessible}. */
    static RecordAccess generate(Class<?>[] types, Method[] accessors, Constructor<?> constructor)
            throws ReflectiveOperationException {
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        List<MethodHandle> handles = new ArrayList<>();
        handles.add(lookup.unreflectConstructor(constructor).asType(constructorType(types)));
        for (int i = 0; i < types.length; i++) {
            handles.add(lookup.unreflect(accessors[i]).asType(MethodType.methodType(carrier(types[i]), Object.class)));
        }
        byte[] code = classBytes(types);
        Class<?> generated = lookup.defineHiddenClassWithClassData(code, List.copyOf(handles), true).lookupClass();
        return (RecordAccess) generated.getDeclaredConstructor().newInstance();
    }

    private static MethodType constructorType(Class<?>[] types) {
        Class<?>[] carriers = new Class<?>[types.length];
        for (int i = 0; i < types.length; i++) {
            carriers[i] = carrier(types[i]);
        }
        return MethodType.methodType(Object.class, carriers);
    }

    private static Class<?> carrier(Class<?> type) {
        return type.isPrimitive() || type == String.class ? type : Object.class;
    }

    private static byte[] classBytes(Class<?>[] types) {
        ClassDesc self = ClassDesc.of(RecordAccess.class.getPackageName(), "GeneratedRecordAccess");
        return ClassFile.of().build(self, type -> type.withSuperclass(ACCESS)
                .withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SYNTHETIC)
                .withMethodBody(ConstantDescs.INIT_NAME, ConstantDescs.MTD_void, 0, code -> code.aload(0)
                        .invokespecial(ACCESS, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
                        .return_())
                .withMethodBody("write", MethodTypeDesc.of(ConstantDescs.CD_void, OBJECT, ENCODER), 0,
                        code -> writeBody(code, types))
                .withMethodBody("read", MethodTypeDesc.of(OBJECT, DECODER), 0, code -> readBody(code, types)));
    }

    private static void writeBody(CodeBuilder code, Class<?>[] types) {
        for (int i = 0; i < types.length; i++) {
            ClassDesc carrier = descOf(carrier(types[i]));
            if (types[i].isPrimitive()) {
                code.aload(2).getfield(ENCODER, "out", BUFFER);
            } else {
                code.aload(2);
            }
            code.loadConstant(handleConstant(i + 1)).aload(1);
            code.invokevirtual(HANDLE, "invokeExact", MethodTypeDesc.of(carrier, OBJECT));
            if (types[i].isPrimitive()) {
                ClassDesc parameter = types[i] == byte.class ? ConstantDescs.CD_int : carrier;
                code.invokevirtual(BUFFER, "put" + suffix(types[i]),
                        MethodTypeDesc.of(ConstantDescs.CD_void, parameter));
            } else {
                String method = types[i] == String.class ? "writeString" : "writeObject";
                code.invokevirtual(ENCODER, method, MethodTypeDesc.of(ConstantDescs.CD_void, carrier));
            }
        }
        code.return_();
    }

    private static void readBody(CodeBuilder code, Class<?>[] types) {
        code.loadConstant(handleConstant(0));
        ClassDesc[] carriers = new ClassDesc[types.length];
        for (int i = 0; i < types.length; i++) {
            carriers[i] = descOf(carrier(types[i]));
            String method =
                    types[i].isPrimitive() || types[i] == String.class ? "read" + suffix(types[i]) : "readObject";
            code.aload(1).invokevirtual(DECODER, method, MethodTypeDesc.of(carriers[i]));
        }
        code.invokevirtual(HANDLE, "invokeExact", MethodTypeDesc.of(OBJECT, carriers)).areturn();
    }

    private static DynamicConstantDesc<?> handleConstant(int index) {
        return DynamicConstantDesc.ofNamed(CLASS_DATA_AT, ConstantDescs.DEFAULT_NAME, HANDLE, index);
    }

    private static ClassDesc descOf(Class<?> type) {
        return type.describeConstable().orElseThrow();
    }

    private static String suffix(Class<?> type) {
        String name = type.getSimpleName();
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }
}
