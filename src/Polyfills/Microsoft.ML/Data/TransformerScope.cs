using System;

namespace Microsoft.ML.Data;

[Flags]
public enum TransformerScope
{
    Everything = 7,
}
