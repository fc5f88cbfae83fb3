using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Nuke.Common.Utilities;

namespace Nuke.Common.IO;

public static partial class AbsolutePathExtensions
{
    /// <summary>UTF-8 without a byte order mark, where no other encoding is asked for.</summary>
    public static Encoding DefaultEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Whether written text ends with a line break, where nothing else is asked for.</summary>
    public static bool DefaultEofLineBreak = true;

    /// <summary>Whose line breaks written lines get; null for those of this machine.</summary>
    public static PlatformFamily? DefaultLineBreakType;

    public static string ReadAllText(this AbsolutePath path, Encoding encoding = null) =>
        File.ReadAllText(path, encoding ?? DefaultEncoding);

    public static string[] ReadAllLines(this AbsolutePath path, Encoding encoding = null) =>
        File.ReadAllLines(path, encoding ?? DefaultEncoding);

    public static byte[] ReadAllBytes(this AbsolutePath path) => File.ReadAllBytes(path);

    /// <summary>Writes a file, and makes its folder; a line break is added at the end where one is wanted and missing.</summary>
    public static AbsolutePath WriteAllText(
        this AbsolutePath path, string content, Encoding encoding = null, bool? eofLineBreak = null)
    {
        path.Parent.CreateDirectory();
        var ending = (eofLineBreak ?? DefaultEofLineBreak) && !content.EndsWith('\n')
            ? content.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : StringExtensions.LineBreak(DefaultLineBreakType)
            : "";
        File.WriteAllText(path, content + ending, encoding ?? DefaultEncoding);
        return path;
    }

    public static AbsolutePath WriteAllLines(
        this AbsolutePath path,
        IEnumerable<string> lines,
        Encoding encoding = null,
        PlatformFamily? platformFamily = null,
        bool? eofLineBreak = null) =>
        path.WriteAllText(WithFinalBreak(lines, platformFamily, eofLineBreak), encoding, eofLineBreak: false);

    public static AbsolutePath WriteAllLines(
        this AbsolutePath path,
        string[] lines,
        Encoding encoding = null,
        PlatformFamily? platformFamily = null,
        bool? eofLineBreak = null) =>
        path.WriteAllLines((IEnumerable<string>)lines, encoding, platformFamily, eofLineBreak);

    public static AbsolutePath WriteAllBytes(this AbsolutePath path, byte[] bytes)
    {
        path.Parent.CreateDirectory();
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public static AbsolutePath AppendAllText(this AbsolutePath path, string content, Encoding encoding = null)
    {
        path.Parent.CreateDirectory();
        File.AppendAllText(path, content, encoding ?? DefaultEncoding);
        return path;
    }

    public static AbsolutePath AppendAllLines(this AbsolutePath path, IEnumerable<string> lines, Encoding encoding = null) =>
        path.AppendAllText(WithFinalBreak(lines, platformFamily: null, eofLineBreak: true), encoding);

    public static AbsolutePath AppendAllLines(this AbsolutePath path, string[] lines, Encoding encoding = null) =>
        path.AppendAllLines((IEnumerable<string>)lines, encoding);

    /// <summary>Reads a file, and writes back what the function makes of it, neither more nor less.</summary>
    public static AbsolutePath UpdateText(this AbsolutePath path, Func<string, string> update, Encoding encoding = null) =>
        path.WriteAllText(update(path.ReadAllText(encoding)), encoding, eofLineBreak: false);

    /// <summary>Sets when a file was last written, now by default, and makes it where it is not there.</summary>
    public static AbsolutePath TouchFile(this AbsolutePath path, DateTime? time = null, bool createDirectories = true)
    {
        if (createDirectories)
            path.Parent.CreateDirectory();
        using (File.Open(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite))
            File.SetLastWriteTime(path, time ?? DateTime.Now);
        return path;
    }

    private static string WithFinalBreak(IEnumerable<string> lines, PlatformFamily? platformFamily, bool? eofLineBreak)
    {
        var texts = lines.ToList();
        var lineBreak = StringExtensions.LineBreak(platformFamily ?? DefaultLineBreakType);
        return texts.Join(lineBreak) + ((eofLineBreak ?? DefaultEofLineBreak) && texts.Count > 0 ? lineBreak : "");
    }
}
