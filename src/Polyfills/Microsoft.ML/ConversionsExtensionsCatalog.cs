using System;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Microsoft.ML;

public static class ConversionsExtensionsCatalog
{
    public static TypeConvertingEstimator ConvertType(
        this TransformsCatalog.ConversionTransforms catalog,
        InputOutputColumnPair[] columns,
        DataKind outputKind = DataKind.Single)
    {
        if (outputKind != DataKind.Single)
            throw new NotSupportedException("The polyfill of Microsoft.ML converts to Single only.");
        return new TypeConvertingEstimator(columns);
    }
}
