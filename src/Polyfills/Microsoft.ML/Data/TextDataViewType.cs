using System;

namespace Microsoft.ML.Data;

public sealed class TextDataViewType : DataViewType
{
    private TextDataViewType() : base(typeof(ReadOnlyMemory<char>), "String")
    {
    }

    public static TextDataViewType Instance { get; } = new();
}
