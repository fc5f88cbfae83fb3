namespace Microsoft.ML;

public sealed class MLContext
{
    /// <param name="seed">Nothing that this polyfill trains draws by chance, so the seed changes nothing.</param>
    public MLContext(int? seed = null)
    {
    }

    public TransformsCatalog Transforms { get; } = new();

    public BinaryClassificationCatalog BinaryClassification { get; } = new();

    public ModelOperationsCatalog Model { get; } = new();
}
