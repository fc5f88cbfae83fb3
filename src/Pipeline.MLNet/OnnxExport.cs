using Microsoft.ML;
using Microsoft.ML.Data;
using Pipeline.MLNet.Rows;
using Pipeline.Models;
using Pipeline.Models.Features;

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
            context.Model.ConvertToOnnx(model, new NoRows(new RowLayout(signature.Inputs, signature.Label).Schema), file, wanted);
            return new OnnxDraft.Written(file.ToArray(), [.. wanted.Select(name => $"{name}.output")])
            {
                MissingText = InputValues.Missing,
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
                ? exception.Message
                : $"ML.NET does not convert n-grams of texts, which {string.Join(" and ", texts)} becomes.");
        }
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
