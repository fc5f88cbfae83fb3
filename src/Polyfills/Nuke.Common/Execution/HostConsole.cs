using System;
using Nuke.Common.CI;

namespace Nuke.Common.Execution;

/// <summary>Text on the console, coloured only where somebody can see colours.</summary>
internal static class HostConsole
{
    public const string Plain = "";
    public const string Success = "32;1";
    public const string Warning = "33;1";
    public const string Error = "31;1";
    public const string Accent = "36;1";
    public const string Strong = "39;1";
    public const string Faint = "90";

    public static bool HasColors { get; } =
        Environment.GetEnvironmentVariable("NO_COLOR") is null or "" &&
        (Environment.GetEnvironmentVariable("GITHUB_ACTIONS") == "true" ||
            !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") is not (null or "dumb"));

    public static void WriteLine(string text = "") => Console.WriteLine(text);

    public static void WriteLine(string style, string text) => Console.WriteLine(Paint(style, text));

    public static string Paint(string style, string text) =>
        HasColors && style.Length > 0 ? $"\u001b[{style}m{text}\u001b[0m" : text;
}
