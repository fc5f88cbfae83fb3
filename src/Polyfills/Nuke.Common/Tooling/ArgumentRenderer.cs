using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Text.RegularExpressions;
using Nuke.Common.Utilities;

namespace Nuke.Common.Tooling;

/// <summary>Makes the command line of options, as the attributes of their properties say.</summary>
internal sealed partial class ArgumentRenderer(ToolOptions options)
{
    private const string Value = "{value}";

    private readonly List<string> _secrets = [.. options.ProcessRedactedSecrets ?? []];

    /// <summary>The command line, in which each value is one argument or part of one, whatever it holds.</summary>
    public string Render()
    {
        var properties = options.GetType().GetProperties()
            .Select(x => (Property: x, Argument: x.GetCustomAttribute<ArgumentAttribute>()))
            .Where(x => x.Argument != null)
            .ToLookup(x => Math.Sign(x.Argument.Position));
        return new[] { options.GetType().GetCustomAttribute<CommandAttribute>()?.Arguments }
            .Concat(properties[1].OrderBy(x => x.Argument.Position).SelectMany(x => Render(x.Property, x.Argument)))
            .Concat(properties[0].OrderBy(x => x.Property.MetadataToken).SelectMany(x => Render(x.Property, x.Argument)))
            .Concat(options.ProcessAdditionalArguments ?? [])
            .Concat(properties[-1].OrderBy(x => x.Argument.Position).SelectMany(x => Render(x.Property, x.Argument)))
            .Where(x => !string.IsNullOrEmpty(x))
            .JoinSpace();
    }

    /// <summary>What hides the secrets that were met in rendering.</summary>
    public Func<string, string> Filter() => Redaction.Of(_secrets);

    private IEnumerable<string> Render(PropertyInfo property, ArgumentAttribute argument)
    {
        var value = property.GetValue(options);
        if (argument.Secret && value != null)
            _secrets.AddRange(Texts(value));
        return value switch
        {
            null => [],
            bool truth when !argument.Format.Contains(Value, StringComparison.Ordinal) => truth ? [argument.Format] : [],
            _ => Join(argument, [.. Items(argument.Format, value)]),
        };
    }

    /// <summary>What stands before the first hole is said once for items that have a separator.</summary>
    private static IEnumerable<string> Join(ArgumentAttribute argument, IReadOnlyCollection<string> items)
    {
        if (argument.Separator == null || items.Count < 2)
            return items;
        var prefix = argument.Format[..argument.Format.IndexOf('{')];
        var rest = items.Skip(1).Select(x => x[prefix.Length..]);
        return [items.First() + argument.Separator + rest.Join(argument.Separator)];
    }

    private static IEnumerable<string> Items(string format, object value) => value switch
    {
        string => [Fill(format, null, value)],
        IEnumerable<KeyValuePair<string, object>> pairs => pairs.Select(x => Fill(format, x.Key, x.Value)),
        IEnumerable<KeyValuePair<string, string>> pairs => pairs.Select(x => Fill(format, x.Key, x.Value)),
        IEnumerable items => items.Cast<object>().Select(x => Fill(format, null, x)),
        _ => [Fill(format, null, value)],
    };

    private static string Fill(string format, string key, object value) =>
        Hole().Replace(format, x => Quoting.ArgumentIfNeeded((x.Value == Value ? OptionsText.Of(value) : key) ?? ""));

    [GeneratedRegex(@"\{(value|key)\}")]
    private static partial Regex Hole();

    private static IEnumerable<string> Texts(object value) => value is string or not IEnumerable
        ? [OptionsText.Of(value)]
        : ((IEnumerable)value).Cast<object>().Select(OptionsText.Of);
}
