using System.IO;

namespace Nuke.Common.IO;

public class AbsolutePath
{
    private readonly string _path;
    private AbsolutePath(string path) => _path = path;
    public static AbsolutePath Create(string path) => new(path);
    public static implicit operator AbsolutePath(string path) => path is null ? null : new(path);
    public static implicit operator string(AbsolutePath path) => path?._path;
    public static AbsolutePath operator /(AbsolutePath left, string right) => new(Path.GetFullPath(Path.Combine(left._path, right)));
    public override string ToString() => _path;
}
