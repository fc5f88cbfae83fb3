namespace Microsoft.ML;

public sealed class TransformsCatalog
{
    internal TransformsCatalog()
    {
    }

    public CategoricalTransforms Categorical { get; } = new();

    public ConversionTransforms Conversion { get; } = new();

    public sealed class CategoricalTransforms
    {
        internal CategoricalTransforms()
        {
        }
    }

    public sealed class ConversionTransforms
    {
        internal ConversionTransforms()
        {
        }
    }
}
