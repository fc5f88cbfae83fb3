using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using Nuke.Common.IO;

namespace Nuke.Common.Git;

/// <summary>The files in which Git keeps its references, also those of a linked work tree or a submodule.</summary>
internal sealed class GitDirectory
{
    private const string SymbolicReference = "ref: ";
    private const string Pointer = "gitdir:";
    private const string TagFolder = "refs/tags/";
    private const int DeepestReference = 5;

    private readonly string _own;
    private readonly string _common;

    private GitDirectory(AbsolutePath workTree, string own)
    {
        WorkTree = workTree;
        _own = own;
        var shared = Path.Combine(own, "commondir");
        _common = File.Exists(shared) ? Path.GetFullPath(Path.Combine(own, File.ReadAllText(shared).Trim())) : own;
        if (Directory.Exists(Path.Combine(_common, "reftable")))
            throw new NotSupportedException($"The Git repository '{workTree}' has a reftable, which cannot be read here.");
    }

    public AbsolutePath WorkTree { get; }

    /// <summary>The repository that a folder is in, or null.</summary>
    public static GitDirectory Find(AbsolutePath directory)
    {
        var workTree = directory.FindParentOrSelf(x => (x / ".git").Exists());
        if (workTree == null)
            return null;
        var git = workTree / ".git";
        if (git.DirectoryExists())
            return new GitDirectory(workTree, git);
        var pointer = git.ReadAllText().Trim();
        Assert.True(pointer.StartsWith(Pointer, StringComparison.Ordinal), $"The file '{git}' points to no Git directory.");
        return new GitDirectory(workTree, Path.GetFullPath(Path.Combine(workTree, pointer[Pointer.Length..].Trim())));
    }

    public GitConfiguration Configuration()
    {
        var file = Path.Combine(_common, "config");
        return GitConfiguration.Parse(File.Exists(file) ? File.ReadLines(file) : []);
    }

    /// <summary>The full name of the branch that is checked out; null at a detached head.</summary>
    public string Head() => Read("HEAD") is { } text && text.StartsWith(SymbolicReference, StringComparison.Ordinal)
        ? text[SymbolicReference.Length..]
        : null;

    /// <summary>The commit that a reference leads to; null if it leads to none, as before the first commit.</summary>
    public string Resolve(string reference)
    {
        for (var depth = 0; depth < DeepestReference && reference != null; depth++)
        {
            var value = Read(reference) ?? Packed().FirstOrDefault(x => x.Name == reference).Id;
            if (value?.StartsWith(SymbolicReference, StringComparison.Ordinal) != true)
                return value;
            reference = value[SymbolicReference.Length..];
        }
        return null;
    }

    /// <summary>The names of the tags that lead to a commit; null where only Git itself can tell.</summary>
    public IReadOnlyCollection<string> TagsOf(string commit)
    {
        var loose = LooseTags().ToDictionary(x => x, x => Peel(Read(x)));
        if (loose.ContainsValue(null))
            return null;
        var packed = Packed().Where(x => x.Name.StartsWith(TagFolder, StringComparison.Ordinal) && !loose.ContainsKey(x.Name));
        return [.. loose.Where(x => x.Value == commit).Select(x => x.Key)
            .Concat(packed.Where(x => x.Peeled == commit).Select(x => x.Name))
            .Select(x => x[TagFolder.Length..])
            .Order(StringComparer.Ordinal)];
    }

    private string Read(string reference)
    {
        var file = new[] { _own, _common }.Select(x => Path.Combine(x, reference)).FirstOrDefault(File.Exists);
        return file == null ? null : File.ReadAllText(file).Trim();
    }

    private IEnumerable<string> LooseTags()
    {
        var folder = Path.Combine(_common, TagFolder);
        return Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Select(x => TagFolder + Path.GetRelativePath(folder, x).Replace(Path.DirectorySeparatorChar, '/'))
            : [];
    }

    /// <summary>What <c>packed-refs</c> lists; a line that begins with a caret says what the tag above it leads to.</summary>
    private List<(string Name, string Id, string Peeled)> Packed()
    {
        var file = Path.Combine(_common, "packed-refs");
        var references = new List<(string Name, string Id, string Peeled)>();
        foreach (var line in File.Exists(file) ? File.ReadLines(file) : [])
        {
            if (line.StartsWith('^'))
                references[^1] = references[^1] with { Peeled = line[1..].Trim() };
            else if (!line.StartsWith('#') && line.Split(' ', 2) is [var id, var name])
                references.Add((name.Trim(), id, id));
        }
        return references;
    }

    /// <summary>The commit that an object is, or that a chain of tags leads to; null if the object is in a pack.</summary>
    private string Peel(string id)
    {
        for (var depth = 0; depth < DeepestReference && id?.Length > 2; depth++)
        {
            var file = Path.Combine(_common, "objects", id[..2], id[2..]);
            if (!File.Exists(file))
                return null;
            var content = ReadStart(file);
            if (!content.StartsWith("tag ", StringComparison.Ordinal))
                return id;
            id = content[(content.IndexOf("object ", StringComparison.Ordinal) + "object ".Length)..].Split('\n')[0];
        }
        return null;
    }

    private static string ReadStart(string file)
    {
        using var content = new ZLibStream(File.OpenRead(file), CompressionMode.Decompress);
        var start = new byte[128];
        return Encoding.ASCII.GetString(start, 0, content.ReadAtLeast(start, start.Length, throwOnEndOfStream: false));
    }
}
