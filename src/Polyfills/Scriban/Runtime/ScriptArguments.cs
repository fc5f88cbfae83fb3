using System;
using System.Collections.Generic;

namespace Scriban.Runtime;

/// <summary>What a function is called with: values by position, and by name where the function has no such parameter.</summary>
internal sealed class ScriptArguments(IEnumerable<object> values) : ScriptArray(values)
{
    public Dictionary<string, object> Named { get; } = new(StringComparer.Ordinal);

    /// <summary>Positions that were left out because a later one was given by name.</summary>
    public HashSet<int> Missing { get; } = [];

    public static ScriptArguments Of(ScriptArray values) => values as ScriptArguments ?? new ScriptArguments(values);

    public void Put(int index, object value)
    {
        for (var i = Count; i < index; i++)
            Missing.Add(i);
        Missing.Remove(index);
        this[index] = value;
    }
}
