import { describe, expect, it } from "vitest";
import { NO_ADDRESS, pageUrl, parseAddress } from "../../../src/report/page-model/site-address.js";
import { UserError } from "../../../src/user-error.js";

describe("parseAddress", () => {
  it.each([
    [{}, NO_ADDRESS],
    [{ base: "/" }, { base: "/", url: null }],
    [{ base: "/a/b" }, { base: "/a/b/", url: null }],
    [{ siteUrl: "https://example.org" }, { base: "/", url: "https://example.org/" }],
    [{ siteUrl: "https://example.org/a/b/" }, { base: "/a/b/", url: "https://example.org/a/b/" }],
    [
      { siteUrl: "http://localhost:8080/a", base: "/a/" },
      { base: "/a/", url: "http://localhost:8080/a/" },
    ],
  ])("reads %j", (given, address) => expect(parseAddress(given)).toEqual(address));

  it.each([
    [{ base: "a/b" }, "--base"],
    [{ base: "//evil.example/" }, "--base"],
    [{ base: "/a/../b/" }, "--base"],
    [{ base: '/"><script>/' }, "--base"],
    [{ siteUrl: "example.org" }, "--site-url"],
    [{ siteUrl: "ftp://example.org/" }, "--site-url"],
    [{ siteUrl: "javascript:alert(1)" }, "--site-url"],
    [{ siteUrl: "https://user:secret@example.org/" }, "--site-url"],
    [{ siteUrl: "https://example.org/?a" }, "--site-url"],
    [{ siteUrl: "https://example.org/a/", base: "/b/" }, "leave --base out"],
  ])("refuses %j", (given, words) => {
    expect(() => parseAddress(given)).toThrow(UserError);
    expect(() => parseAddress(given)).toThrow(words);
  });
});

describe("pageUrl", () => {
  it("names folders without their index.html, and nothing where the site has no address", () => {
    const address = parseAddress({ siteUrl: "https://example.org/a/" });
    expect(pageUrl(address, "index.html")).toBe("https://example.org/a/");
    expect(pageUrl(address, "run/x/index.html")).toBe("https://example.org/a/run/x/");
    expect(pageUrl(address, "feed.xml")).toBe("https://example.org/a/feed.xml");
    expect(pageUrl(NO_ADDRESS, "index.html")).toBeNull();
  });
});
