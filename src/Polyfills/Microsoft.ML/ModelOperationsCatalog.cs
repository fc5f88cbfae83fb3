using System;
using System.IO;
using Microsoft.ML.Archives;

namespace Microsoft.ML;

public sealed class ModelOperationsCatalog
{
    internal ModelOperationsCatalog()
    {
    }

    public void Save(ITransformer model, DataViewSchema inputSchema, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(inputSchema);
        ArgumentNullException.ThrowIfNull(stream);
        ModelArchive.Save(model, inputSchema, stream);
    }

    /// <exception cref="FormatException">The stream holds no model, a damaged one, or one of the real package.</exception>
    public ITransformer Load(Stream stream, out DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(stream);
        (var model, inputSchema) = ModelArchive.Load(stream);
        return model;
    }
}
