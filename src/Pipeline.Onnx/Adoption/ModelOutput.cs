using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Pipeline.Onnx.Sessions;

namespace Pipeline.Onnx.Adoption;

/// <summary>An output of a model, as it is for a single row: what a file says of shapes is often nothing.</summary>
/// <param name="Name">As the model has it.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Width">How many values a row has.</param>
/// <param name="Keys">Of a map, in its own order; else none.</param>
internal sealed record ModelOutput(string Name, OutputKind Kind, int Width, IReadOnlyList<string> Keys)
{
    /// <summary>Numbers or a map of them, which answers can be read from.</summary>
    public bool HasNumbers => Kind is OutputKind.Numbers or OutputKind.Maps;

    public static ModelOutput Of(string name, OrtValue value)
    {
        if (value.OnnxType == OnnxValueType.ONNX_TYPE_TENSOR)
        {
            var tensor = value.GetTensorTypeAndShape();
            return new ModelOutput(name, KindOf(tensor.ElementDataType), (int)tensor.ElementCount, []);
        }

        if (value.OnnxType != OnnxValueType.ONNX_TYPE_SEQUENCE || value.GetValueCount() != 1)
            return new ModelOutput(name, OutputKind.Other, 0, []);
        using var first = value.GetValue(0, OrtAllocator.DefaultInstance);
        if (first.OnnxType != OnnxValueType.ONNX_TYPE_MAP)
            return new ModelOutput(name, OutputKind.Other, 0, []);
        var keys = MapEntries.Of(first).Keys.ToList();
        return new ModelOutput(name, OutputKind.Maps, keys.Count, keys);
    }

    private static OutputKind KindOf(TensorElementType type) => type switch
    {
        TensorElementType.Float or TensorElementType.Double => OutputKind.Numbers,
        TensorElementType.String or TensorElementType.Int64 or TensorElementType.Int32 => OutputKind.Names,
        _ => OutputKind.Other,
    };
}

/// <summary>What an output of a model is made of.</summary>
internal enum OutputKind
{
    /// <summary>A tensor of floats or doubles.</summary>
    Numbers,

    /// <summary>A sequence of maps from classes to numbers, one for each row.</summary>
    Maps,

    /// <summary>A tensor of texts or whole numbers, as the class that a model decides for.</summary>
    Names,

    Other,
}
