using System;
using System.Reflection;
using Microsoft.ML.Rows;
using Microsoft.ML.Transforms;

namespace Microsoft.ML.Archives;

/// <summary>Who reads which part of a saved model. The names are fixed: a file cannot make other types load.</summary>
internal static class PartKinds
{
    public const string FastTreeBinary = "FastTreeBinary";

    private const string TreeAssembly = "Microsoft.ML.FastTree";
    private const string TreeReader = "Microsoft.ML.Trainers.FastTree.FastTreeBinaryFormat";

    public static Func<ModelReader, IRowTransformer> Reader(string kind) => kind switch
    {
        OneHotEncodingTransformer.PartKind => OneHotEncodingTransformer.Read,
        MissingValueReplacingTransformer.PartKind => MissingValueReplacingTransformer.Read,
        MissingValueIndicatorTransformer.PartKind => MissingValueIndicatorTransformer.Read,
        TypeConvertingTransformer.PartKind => TypeConvertingTransformer.Read,
        Data.ColumnConcatenatingTransformer.PartKind => Data.ColumnConcatenatingTransformer.Read,
        FastTreeBinary => FastTreeBinaryReader(),
        _ => throw new FormatException($"The model has a part '{kind}', which is not known."),
    };

    private static Func<ModelReader, IRowTransformer> FastTreeBinaryReader() =>
        Assembly.Load(TreeAssembly).GetType(TreeReader, throwOnError: true)
            .GetMethod("Read", BindingFlags.Static | BindingFlags.Public)
            .CreateDelegate<Func<ModelReader, IRowTransformer>>();
}
