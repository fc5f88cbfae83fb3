using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Linq;

namespace Nuke.Common.Tooling;

public static partial class ToolOptionsExtensions
{
    public static T SetProcessAdditionalArguments<T>(this T o, params string[] v) where T : ToolOptions =>
        o.WithItems(nameof(o.ProcessAdditionalArguments), v);

    public static T SetProcessAdditionalArguments<T>(this T o, IEnumerable<string> v) where T : ToolOptions =>
        o.WithItems(nameof(o.ProcessAdditionalArguments), v);

    public static T AddProcessAdditionalArguments<T>(this T o, params string[] v) where T : ToolOptions =>
        o.WithAdded(nameof(o.ProcessAdditionalArguments), v);

    public static T AddProcessAdditionalArguments<T>(this T o, IEnumerable<string> v) where T : ToolOptions =>
        o.WithAdded(nameof(o.ProcessAdditionalArguments), v);

    public static T ClearProcessAdditionalArguments<T>(this T o) where T : ToolOptions => o.SetProcessAdditionalArguments();

    public static T SetProcessRedactedSecrets<T>(this T o, params string[] v) where T : ToolOptions =>
        o.WithItems(nameof(o.ProcessRedactedSecrets), v);

    public static T SetProcessRedactedSecrets<T>(this T o, IEnumerable<string> v) where T : ToolOptions =>
        o.WithItems(nameof(o.ProcessRedactedSecrets), v);

    public static T AddProcessRedactedSecrets<T>(this T o, params string[] v) where T : ToolOptions =>
        o.WithAdded(nameof(o.ProcessRedactedSecrets), v);

    public static T AddProcessRedactedSecrets<T>(this T o, IEnumerable<string> v) where T : ToolOptions =>
        o.WithAdded(nameof(o.ProcessRedactedSecrets), v);

    public static T ClearProcessRedactedSecrets<T>(this T o) where T : ToolOptions => o.SetProcessRedactedSecrets();

    /// <summary>Sets one variable, leaving the others as they are in this process or were set before.</summary>
    public static T SetProcessEnvironmentVariable<T>(this T o, string key, string value) where T : ToolOptions =>
        o.WithInherited().WithEntry(nameof(o.ProcessEnvironmentVariables), key, value);

    public static T SetProcessEnvironmentVariable<T>(this T o, string key, object value) where T : ToolOptions =>
        o.SetProcessEnvironmentVariable(key, OptionsText.Of(value));

    /// <summary>Sets a variable that must not be set yet.</summary>
    public static T AddProcessEnvironmentVariable<T>(this T o, string key, string value) where T : ToolOptions =>
        o.WithInherited().WithNewEntry(nameof(o.ProcessEnvironmentVariables), key, value);

    /// <summary>Gives the process these variables, and no others.</summary>
    public static T SetProcessEnvironmentVariables<T>(this T o, Dictionary<string, string> values) where T : ToolOptions =>
        o.WithEntries(nameof(o.ProcessEnvironmentVariables), values);

    public static T SetProcessEnvironmentVariables<T>(this T o, ReadOnlyDictionary<string, string> values) where T : ToolOptions
        => o.WithEntries(nameof(o.ProcessEnvironmentVariables), values);

    public static T AddProcessEnvironmentVariables<T>(this T o, Dictionary<string, string> values) where T : ToolOptions =>
        values.Aggregate(o, (x, pair) => x.AddProcessEnvironmentVariable(pair.Key, pair.Value));

    public static T AddProcessEnvironmentVariables<T>(this T o, ReadOnlyDictionary<string, string> values) where T : ToolOptions
        => values.Aggregate(o, (x, pair) => x.AddProcessEnvironmentVariable(pair.Key, pair.Value));

    public static T RemoveProcessEnvironmentVariable<T>(this T o, string key) where T : ToolOptions =>
        o.WithEntries(
            nameof(o.ProcessEnvironmentVariables), o.WithInherited().ProcessEnvironmentVariables.Where(x => x.Key != key));

    /// <summary>Gives the process no variables at all.</summary>
    public static T ClearProcessEnvironmentVariables<T>(this T o) where T : ToolOptions =>
        o.SetProcessEnvironmentVariables(new Dictionary<string, string>());

    /// <summary>Gives the process the variables of this process.</summary>
    public static T ResetProcessEnvironmentVariables<T>(this T o) where T : ToolOptions =>
        o.With(nameof(o.ProcessEnvironmentVariables), null);

    private static T WithInherited<T>(this T o) where T : ToolOptions =>
        o.ProcessEnvironmentVariables == null ? o.SetProcessEnvironmentVariables(EnvironmentInfo.Variables) : o;
}
