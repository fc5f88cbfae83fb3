using System;
using System.Linq;
using Microsoft.ML.Archives;
using Microsoft.ML.Data;
using Microsoft.ML.Rows;

namespace Microsoft.ML.Transforms;

/// <summary>What transformers that map one column to one have in common.</summary>
internal static class ColumnPairs
{
    public static void Write(InputOutputColumnPair[] columns, ModelWriter writer)
    {
        writer.Write(columns.Select(x => x.OutputColumnName).ToList());
        writer.Write(columns.Select(x => x.InputColumnName).ToList());
    }

    public static InputOutputColumnPair[] Read(ModelReader reader)
    {
        var (outputs, inputs) = (reader.ReadStrings(), reader.ReadStrings());
        return outputs.Length == inputs.Length
            ? [.. outputs.Zip(inputs, (output, input) => new InputOutputColumnPair(output, input))]
            : throw new FormatException("A transformer has not as many inputs as outputs.");
    }

    /// <param name="columns">What is mapped.</param>
    /// <param name="input">Where the inputs are.</param>
    /// <param name="types">Of all inputs, and of all outputs.</param>
    /// <param name="convert">Makes the function for the column of an index.</param>
    public static AddedColumns Map<TIn, TOut>(
        InputOutputColumnPair[] columns,
        DataViewSchema input,
        (DataViewType In, DataViewType Out) types,
        Func<int, Func<TIn, TOut>> convert)
    {
        var sources = columns.Select(x => input.Require(x.InputColumnName, types.In)).ToArray();
        return new AddedColumns(
            [.. columns.Select(x => (x.OutputColumnName, types.Out))],
            row => [.. sources.Select((x, i) => Getter(row.GetGetter<TIn>(x), convert(i)))]);
    }

    private static ValueGetter<TOut> Getter<TIn, TOut>(ValueGetter<TIn> source, Func<TIn, TOut> convert)
    {
        TIn given = default;
        return (ref TOut value) =>
        {
            source(ref given);
            value = convert(given);
        };
    }
}
