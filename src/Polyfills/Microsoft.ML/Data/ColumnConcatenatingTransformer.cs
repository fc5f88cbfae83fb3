using System;
using System.Linq;
using Microsoft.ML.Archives;
using Microsoft.ML.Rows;

namespace Microsoft.ML.Data;

public sealed class ColumnConcatenatingTransformer : ITransformer, IRowTransformer
{
    internal const string PartKind = "ColumnConcatenating";

    private readonly string _output;
    private readonly string[] _inputs;

    internal ColumnConcatenatingTransformer(string output, string[] inputs) => (_output, _inputs) = (output, inputs);

    string IRowTransformer.Kind => PartKind;

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => new RowMapper(inputSchema, [this]);

    AddedColumns IRowTransformer.Columns(DataViewSchema input)
    {
        var sources = _inputs.Select(x => Source(input, x)).ToArray();
        var type = new FeatureVectorType([.. sources.SelectMany(SlotCounts)]);
        return new AddedColumns(
            [(_output, type)], row => [Getter([.. sources.Select(x => Part(row, x))], type.SlotCounts.Count)]);
    }

    void IRowTransformer.Save(ModelWriter writer)
    {
        writer.Write(_output);
        writer.Write(_inputs);
    }

    internal static ColumnConcatenatingTransformer Read(ModelReader reader) => new(reader.ReadString(), reader.ReadStrings());

    private static DataViewSchema.Column Source(DataViewSchema input, string name) =>
        input.Find(name) is { Type: FeatureVectorType } vector ? vector : input.Require(name, NumberDataViewType.Single);

    private static int[] SlotCounts(DataViewSchema.Column column) =>
        column.Type is FeatureVectorType vector ? [.. vector.SlotCounts] : [0];

    /// <summary>Writes a column's values to the beginning of a span and says how many there are.</summary>
    private static PartWriter Part(DataViewRow row, DataViewSchema.Column column)
    {
        if (column.Type is not FeatureVectorType)
        {
            var number = row.GetGetter<float>(column);
            return target =>
            {
                number(ref target[0]);
                return 1;
            };
        }

        var vector = row.GetGetter<float[]>(column);
        var values = Array.Empty<float>();
        return target =>
        {
            vector(ref values);
            values.CopyTo(target);
            return values.Length;
        };
    }

    private static ValueGetter<float[]> Getter(PartWriter[] parts, int length) => (ref float[] values) =>
    {
        values = values?.Length == length ? values : new float[length];
        var rest = values.AsSpan();
        foreach (var part in parts)
            rest = rest[part(rest)..];
    };

    private delegate int PartWriter(Span<float> target);
}
