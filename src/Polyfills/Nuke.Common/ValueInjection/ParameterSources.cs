using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Nuke.Common.IO;

namespace Nuke.Common.ValueInjection;

/// <summary>
/// Where parameters come from, in order of precedence: command line, environment, profile files, parameters file.
/// </summary>
internal sealed class ParameterSources(CommandLine commandLine, IReadOnlyDictionary<string, string> environment)
{
    private readonly List<ParametersFile> _files = [];

    public static ParameterSources Current { get; } = new(
        new CommandLine(Environment.GetCommandLineArgs()[1..]),
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(x => (string)x.Key, x => (string)x.Value));

    public CommandLine CommandLine { get; } = commandLine;

    /// <summary>Reads the files of a root folder; a profile named later overrides one named earlier.</summary>
    public void LoadFiles(AbsolutePath root, IReadOnlyList<string> profiles)
    {
        var names = profiles.Reverse().Select(x => $"parameters.{x}.json").Append("parameters.json");
        _files.AddRange(names.Select(x => Path.Combine(root, ".nuke", x)).Where(File.Exists).Select(x => ParametersFile.Read(x)));
    }

    public bool IsOnCommandLine(string name) => CommandLine.Named(name) is not null;

    /// <summary>The parameter's value converted to its type; null when no source has one.</summary>
    public object GetValue(ParameterDeclaration parameter) =>
        GetValue(parameter.Name, parameter.Type, parameter.Attribute.Separator);

    public object GetValue(string name, Type type, string separator = null)
    {
        if (CommandLine.Named(name) is { } arguments)
            return Convert(name, arguments, type, separator);
        if (FromEnvironment(name) is { Length: > 0 } variable)
            return Convert(name, [variable], type, separator ?? " ");
        foreach (var values in _files.Select(x => x.Values(name)).Where(x => x is not null))
            return Convert(name, [.. values.Select(x => RootedInFile(x, type))], type, separator);
        return null;
    }

    /// <summary>An exact name first; otherwise letters and digits decide, with or without the prefix NUKE.</summary>
    private string FromEnvironment(string name)
    {
        if (environment.TryGetValue(name, out var exact))
            return exact;
        var wanted = LettersAndDigits(name);
        return environment.Where(x => LettersAndDigits(x.Key) is var key && (key == wanted || key == "nuke" + wanted))
            .OrderBy(x => x.Key, StringComparer.Ordinal).Select(x => x.Value).FirstOrDefault();
    }

    private static string LettersAndDigits(string name) =>
        string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();

    private static string RootedInFile(string value, Type type) =>
        (type.GetElementType() ?? type) == typeof(AbsolutePath) ? Path.GetFullPath(value, NukeBuild.RootDirectory) : value;

    private object Convert(string name, IReadOnlyList<string> values, Type type, string separator)
    {
        try
        {
            return ValueConverter.Convert(values, type, separator);
        }
        catch (FormatException exception)
        {
            throw new ParameterException(name, exception.Message, CommandLine);
        }
    }
}
