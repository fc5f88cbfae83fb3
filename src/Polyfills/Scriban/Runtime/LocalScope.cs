using System;
using System.Collections.Generic;
using Scriban.Syntax;

namespace Scriban.Runtime;

/// <summary>Names that live as long as a call or a loop.</summary>
internal sealed class LocalScope(ScriptArguments arguments, ScriptBlockStatement block)
{
    private readonly Dictionary<string, object> _values = new(StringComparer.Ordinal);

    public ScriptArguments Arguments => arguments;

    /// <summary>What <c>wrap</c> encloses; null elsewhere.</summary>
    public ScriptBlockStatement Block => block;

    public bool TryGet(string name, out object value) => _values.TryGetValue(name, out value);

    public bool Contains(string name) => _values.ContainsKey(name);

    public void Set(string name, object value) => _values[name] = value;
}
