using Microsoft.ML;
using Microsoft.ML.Data;
using Pipeline.MLNet.Rows;
using Pipeline.Models;
using Pipeline.Models.Features;
using Pipeline.Models.Tables;

namespace Pipeline.MLNet;

/// <summary>Converts what ML.NET has learned to ONNX, as far as its steps can be converted.</summary>
internal static class OnnxExport
{
    /// <param name="context">That the model was made in.</param>
    /// <param name="model">From inputs to answers.</param>
    /// <param name="signature">Its inputs, and which answers are wanted.</param>
    public static OnnxDraft Convert(MLContext context, ITransformer model, ModelSignature signature)
    {
        string[] wanted = signature.Task == ModelTask.BinaryClassification ? ["Score", "Probability"] : ["Score"];
        using var file = new MemoryStream();
        try
        {
            var layout = new RowLayout(signature.Inputs, signature.Label);
            context.Model.ConvertToOnnx(model, new NoRows(layout.Schema), file, wanted);
            return new OnnxDraft.Written(file.ToArray(), [.. wanted.Select(name => $"{name}.output")])
            {
                Tell = rows => new Table(
                    layout.Schema.Select(column => Column(new TableRow(rows, layout), column, rows.RowCount))),
            };
        }
        catch (Exception exception) when (exception is InvalidOperationException or NotSupportedException or ArgumentException)
        {
            return new OnnxDraft.Impossible("ML.NET cannot convert one of its steps");
        }
        // The converter loses track of columns behind a step that it has no form for.
        catch (KeyNotFoundException exception)
        {
            var texts = signature.Inputs.Where(input => input.Feature is Feature.Text)
                .Select(input => $"'{input.Name}'").ToList();
            return new OnnxDraft.Impossible(texts.Count == 0
                ? $"ML.NET's converter ends with '{exception.Message}'"
                : $"ML.NET does not convert n-grams of texts, which {string.Join(" and ", texts)} becomes");
        }
    }

    /// <summary>A column as ML.NET reads it, which is how its form in ONNX does.</summary>
    private static Column Column(TableRow row, DataViewSchema.Column column, int count)
    {
        if (column.Type is TextDataViewType)
        {
            var texts = new CategoryColumnBuilder(column.Name);
            var get = row.GetGetter<ReadOnlyMemory<char>>(column);
            var text = default(ReadOnlyMemory<char>);
            for (row.Index = 0; row.Index < count; row.Index++)
            {
                get(ref text);
                texts.Append(text.Span);
            }

            return texts.Build();
        }

        var numbers = new NumberColumnBuilder(column.Name);
        var read = row.GetGetter<float>(column);
        var number = 0f;
        for (row.Index = 0; row.Index < count; row.Index++)
        {
            read(ref number);
            numbers.Append(number);
        }

        return numbers.Build();
    }

    /// <summary>The converter asks for the columns alone.</summary>
    private sealed class NoRows(DataViewSchema schema) : IDataView
    {
        public bool CanShuffle => false;

        public DataViewSchema Schema => schema;

        public long? GetRowCount() => 0;

        public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand) =>
            throw new NotSupportedException("There are no rows.");

        public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand) =>
            throw new NotSupportedException("There are no rows.");
    }
}
