using System;
using System.Collections;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Nuke.Common.IO;
using Nuke.Common.Utilities;

namespace Nuke.Common;

/// <summary>The machine, the process and its environment.</summary>
public static partial class EnvironmentInfo
{
    public static string NewLine => Environment.NewLine;
    public static string MachineName => Environment.MachineName;

    public static PlatformFamily Platform => IsWin ? PlatformFamily.Windows
        : IsOsx ? PlatformFamily.OSX
        : IsLinux ? PlatformFamily.Linux
        : PlatformFamily.Unknown;

    public static bool IsWin => OperatingSystem.IsWindows();
    public static bool IsLinux => OperatingSystem.IsLinux();
    public static bool IsOsx => OperatingSystem.IsMacOS();
    public static bool IsUnix => IsLinux || IsOsx;
    public static bool IsWsl => IsLinux && File.Exists("/proc/version") &&
                                File.ReadAllText("/proc/version").Contains("microsoft", StringComparison.OrdinalIgnoreCase);
    public static bool Is64Bit => Environment.Is64BitOperatingSystem;
    public static bool Is32Bit => !Is64Bit;
    public static bool IsArm64 => RuntimeInformation.OSArchitecture == Architecture.Arm64;

    public static FrameworkName Framework =>
        new(AppContext.TargetFrameworkName ?? $".NETCoreApp,Version=v{Environment.Version.ToString(2)}");

    /// <summary>The current folder of this process; setting it moves the process.</summary>
    public static AbsolutePath WorkingDirectory
    {
        get => AbsolutePath.Create(Directory.GetCurrentDirectory());
        set => Directory.SetCurrentDirectory(value);
    }

    /// <summary>Moves the process to another folder until the result is disposed.</summary>
    public static IDisposable SwitchWorkingDirectory(this AbsolutePath path)
    {
        var previous = WorkingDirectory;
        return DelegateDisposable.CreateBracket(() => WorkingDirectory = path, () => WorkingDirectory = previous);
    }

    /// <summary>A copy of the environment; names ignore case on Windows only.</summary>
    public static ReadOnlyDictionary<string, string> Variables => Environment.GetEnvironmentVariables()
        .Cast<DictionaryEntry>()
        .ToDictionary(x => (string)x.Key, x => (string)x.Value, IsWin ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal)
        .AsReadOnly();

    /// <summary>The entries of the PATH variable, as they stand there.</summary>
    public static IReadOnlyCollection<string> Paths =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);

    public static bool HasVariable(string name, bool allowEmpty = true) =>
        Environment.GetEnvironmentVariable(name) is { } value && (allowEmpty || value.Length > 0);

    public static string GetVariable(string name) => Environment.GetEnvironmentVariable(name);

    /// <summary>The variable converted to a type; an absent one gives the type's default.</summary>
    public static T GetVariable<T>(string name, char? separator = null) =>
        GetVariable(name) is { } value
            ? (T)ReflectionUtility.Convert(value, typeof(T), separator, booleanDefault: false)
            : default;

    public static void SetVariable(string name, string value) => Environment.SetEnvironmentVariable(name, value);

    public static void SetVariable<T>(string name, T value) => SetVariable(name, value?.ToString());

    public static void RemoveVariable(string name) => Environment.SetEnvironmentVariable(name, null);

    /// <summary>Replaces <c>%NAME%</c> by the value of the variable; unknown names stay as they are.</summary>
    public static string ExpandVariables(string value) => Environment.ExpandEnvironmentVariables(value);

    /// <summary>The path of a folder; null where the operating system does not have it.</summary>
    public static AbsolutePath SpecialFolder(SpecialFolders folder) =>
        Environment.GetFolderPath((Environment.SpecialFolder)folder) is { Length: > 0 } path
            ? AbsolutePath.Create(path)
            : null;
}
