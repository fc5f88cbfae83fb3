using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.ML.Archives;
using Microsoft.ML.Data;
using Microsoft.ML.Rows;

namespace Microsoft.ML.Transforms;

public sealed class OneHotEncodingTransformer : ITransformer, IRowTransformer
{
    internal const string PartKind = "OneHotEncoding";

    private readonly InputOutputColumnPair[] _columns;
    private readonly string[][] _keys;
    private readonly Dictionary<string, float>[] _codes;

    internal OneHotEncodingTransformer(InputOutputColumnPair[] columns, string[][] keys)
    {
        (_columns, _keys) = (columns, keys);
        _codes = [.. keys.Select(x => x.Index().ToDictionary(y => y.Item, y => (float)y.Index, StringComparer.Ordinal))];
    }

    string IRowTransformer.Kind => PartKind;

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => new RowMapper(inputSchema, [this]);

    AddedColumns IRowTransformer.Columns(DataViewSchema input)
    {
        var sources = _columns.Select(x => input.Require(x.InputColumnName, TextDataViewType.Instance)).ToArray();
        return new AddedColumns(
            [.. _columns.Select((x, i) => (x.OutputColumnName, (DataViewType)new FeatureVectorType([_keys[i].Length])))],
            row => [.. sources.Select((x, i) => Getter(row.GetGetter<ReadOnlyMemory<char>>(x), _codes[i]))]);
    }

    void IRowTransformer.Save(ModelWriter writer)
    {
        ColumnPairs.Write(_columns, writer);
        foreach (var keys in _keys)
            writer.Write(keys);
    }

    internal static OneHotEncodingTransformer Read(ModelReader reader)
    {
        var columns = ColumnPairs.Read(reader);
        return new OneHotEncodingTransformer(columns, [.. columns.Select(_ => reader.ReadStrings())]);
    }

    private static ValueGetter<float[]> Getter(ValueGetter<ReadOnlyMemory<char>> source, Dictionary<string, float> codes)
    {
        var text = default(ReadOnlyMemory<char>);
        var lookup = codes.GetAlternateLookup<ReadOnlySpan<char>>();
        return (ref float[] values) =>
        {
            source(ref text);
            values = values?.Length == 1 ? values : new float[1];
            values[0] = lookup.TryGetValue(text.Span, out var code) ? code : FeatureVectorType.NoSlot;
        };
    }
}
