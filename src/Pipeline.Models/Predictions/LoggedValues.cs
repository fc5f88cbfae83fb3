using System.Diagnostics.CodeAnalysis;

namespace Pipeline.Models.Predictions;

/// <summary>Values by name. A server shares one list of names among all of its records.</summary>
public sealed class LoggedValues
{
    private readonly LoggedValue[] _values;

    /// <param name="names">Never changed afterwards.</param>
    /// <param name="values">As many, in the same order; the caller gives them away.</param>
    public LoggedValues(IReadOnlyList<string> names, LoggedValue[] values)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(values);
        if (names.Count != values.Length)
            throw new ArgumentException($"{values.Length} values do not fit {names.Count} names.", nameof(values));
        (Names, _values) = (names, values);
    }

    public IReadOnlyList<string> Names { get; }

    /// <summary>In the order of the names.</summary>
    public IReadOnlyList<LoggedValue> Values => _values;

    public bool TryGet(string name, [MaybeNullWhen(false)] out LoggedValue value)
    {
        for (var i = 0; i < _values.Length; i++)
        {
            if (Names[i] != name)
                continue;
            value = _values[i];
            return true;
        }

        value = default;
        return false;
    }
}
