using System;

namespace Microsoft.ML.Data;

public abstract class DataViewType
{
    private protected DataViewType(Type rawType, string name) => (RawType, Name) = (rawType, name);

    /// <summary>What getters of such a column write.</summary>
    internal Type RawType { get; }

    internal string Name { get; }
}
