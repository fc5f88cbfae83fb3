using System;
using System.Linq;

namespace Nuke.Common.CI;

/// <summary>The explicit request, on the command line, to write one configuration instead of running targets.</summary>
public static class BuildServerConfigurationGeneration
{
    public const string ConfigurationParameterName = "generate-configuration";

    public static bool IsActive => RequestedId is not null;

    /// <summary>The id behind <c>--generate-configuration</c>: empty when nothing follows it, null without it.</summary>
    internal static string RequestedId
    {
        get
        {
            var arguments = Environment.GetCommandLineArgs();
            var index = Array.FindLastIndex(arguments, IsRequest);
            return index < 0 ? null : arguments.Skip(index + 1).Take(1).FirstOrDefault(x => !x.StartsWith('-')) ?? string.Empty;
        }
    }

    private static bool IsRequest(string argument) =>
        argument.StartsWith('-')
        && string.Equals(WithoutDashes(argument), WithoutDashes(ConfigurationParameterName), StringComparison.OrdinalIgnoreCase);

    private static string WithoutDashes(string text) => text.Replace("-", string.Empty, StringComparison.Ordinal);
}
